export function invoke(name: string) {
  console.log(name);
}
