/** Lines that give the numbers of the page outside it. */

/** Python that asks the command and reads its JSON. */
export function pythonLines(command: string): string {
  const [program = 'counterflow', ...rest] = command.split(' ');
  return `import json, subprocess

command = ${JSON.stringify([program, ...rest]).replaceAll('","', '", "')}
answer = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
for series in answer["series"]:
    print(series["indicator"], series["place"], answer["months"][-1], series["values"][-1], series["unit"])

try:
    import pandas
    table = pandas.DataFrame({f"{s['indicator']}@{s['place']}": s["values"] for s in answer["series"]}, index=answer["months"])
except ImportError:
    table = {f"{s['indicator']}@{s['place']}": s["values"] for s in answer["series"]}
`;
}
