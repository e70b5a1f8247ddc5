/** The one state of the pages; every change goes into the address. */
import type { Tables } from './types';
import { defaults, fromLink, toLink, toToml, OWN_ID, type LeverSetting, type Settings } from './scenario';
import type { ScenarioRequest } from './api';

class Store {
  tables = $state.raw<Tables | null>(null);
  settings = $state<Settings>(defaults(null));
  lost = $state<string[]>([]);
  /** Parts of the data that were others when the link was made. */
  changed = $state<string[]>([]);

  open(tables: Tables): void {
    this.tables = tables;
    this.read();
    window.addEventListener('hashchange', () => {
      if (location.hash !== toLink(this.settings, this.tables)) this.read();
    });
  }

  private read(): void {
    if (!this.tables) return;
    const { settings, lost, changed } = fromLink(location.hash, this.tables);
    this.settings = settings;
    this.lost = lost;
    this.changed = changed;
  }

  lever(id: string): LeverSetting | undefined {
    return this.settings.levers.find((lever) => lever.id === id);
  }

  setLever(lever: LeverSetting): void {
    const position = this.settings.levers.findIndex((known) => known.id === lever.id);
    if (position < 0) this.settings.levers.push(lever);
    else this.settings.levers[position] = lever;
  }

  /** The reader's scenario as the server is asked for it. */
  own(): ScenarioRequest {
    return { id: OWN_ID, toml: this.tables ? toToml(this.settings, this.tables) : '' };
  }
}

export const store = new Store();
