/** What each lever of a mix contributes: Shapley, L. S. (1953), A value for n-person games. */

/** Every set of positions, as a number whose bits say who is in. */
export const subsets = (count: number): number[] => Array.from({ length: 2 ** count }, (_, set) => set);

const has = (set: number, member: number): boolean => ((set >> member) & 1) === 1;
const size = (set: number): number => set.toString(2).replaceAll('0', '').length;

function factorial(number: number): number {
  return number <= 1 ? 1 : number * factorial(number - 1);
}

/** The mean contribution of each member over every order of arrival; `worth` is indexed by set. */
export function shapley(count: number, worth: number[]): number[] {
  return Array.from({ length: count }, (_, member) =>
    subsets(count)
      .filter((set) => !has(set, member))
      .reduce((sum, set) => {
        const weight = (factorial(size(set)) * factorial(count - size(set) - 1)) / factorial(count);
        return sum + weight * ((worth[set | (1 << member)] ?? 0) - (worth[set] ?? 0));
      }, 0),
  );
}
