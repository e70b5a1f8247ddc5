/** Lines that give the numbers of the page outside it. */
import { OWN_ID } from './scenario';
import type { ClaimResult } from './types';

/** What a page asks the command for. */
export type Answered = 'run' | 'compare' | 'claims';

/** What the lines print, and make a table of, for each kind of answer. */
const PRINTED: Record<Answered, string> = {
  run: `for series in answer["series"]:
    print(series["indicator"], series["place"], answer["months"][-1], series["values"][-1], series["unit"])

try:
    import pandas
    table = pandas.DataFrame({f"{s['indicator']}@{s['place']}": s["values"] for s in answer["series"]}, index=answer["months"])
except ImportError:
    table = {f"{s['indicator']}@{s['place']}": s["values"] for s in answer["series"]}
`,
  compare: `table = []
for row in answer["indicators"]:
    for cell in row["scenarios"]:
        value = (cell["change"] or cell["level"])["median"]
        table.append((row["indicator"], row["place"], cell["scenario"], value, row["unit"]))
        print(*table[-1])
`,
  claims: `table = []
for claim in answer["claims"]:
    table.append((claim["id"], claim["verdict"], claim["median"], claim["p05"], claim["p95"], claim["unit"]))
    print(*table[-1])
`,
};

/** Python that asks the command and reads its JSON. */
export function pythonLines(command: string, answered: Answered): string {
  const [program = 'counterflow', ...rest] = command.split(' ');
  return `import json, subprocess

command = ${JSON.stringify([program, ...rest]).replaceAll('","', '", "')}
answer = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
${PRINTED[answered]}`;
}

/** One claim about the reader's scenario, as a claims file has it. */
export interface WrittenClaim {
  id: string;
  lever: string | null;
  statement: string;
  series: string;
  promised: 'rise' | 'fall';
  /** Further keys with their values, as typed. */
  more?: string[];
  from: string;
  until: string;
}

/** A claims file about the reader's scenario. */
export function claimsFile(claims: WrittenClaim[]): string {
  return claims.map((claim) => {
    const subject = claim.lever ? `lever = ${JSON.stringify(claim.lever)}` : 'outcome = "own"';
    return ['[[claim]]', `id = ${JSON.stringify(claim.id)}`, subject, `scenario = "${OWN_ID}"`, `statement = ${JSON.stringify(claim.statement)}`, `indicator = ${JSON.stringify(claim.series)}`, `promised = "${claim.promised}"`, ...(claim.more ?? []), `from = "${claim.from}"`, `until = "${claim.until}"`].join('\n') + '\n';
  }).join('\n');
}

/** A tested claim as it would be typed. */
export function written(claim: ClaimResult): WrittenClaim {
  const [from = '', until = ''] = claim.window.split('..');
  const more = [`kind = "${claim.kind}"`, `follows = "${claim.follows}"`, `matters = "${claim.size}"`, `needs = ${JSON.stringify(claim.needs)}`];
  if (claim.stops) more.push(`stops = "${claim.stops}"`);
  return { id: claim.id, lever: claim.lever, statement: claim.statement, series: `${claim.indicator}@${claim.place}`, promised: claim.promised, more, from, until };
}
