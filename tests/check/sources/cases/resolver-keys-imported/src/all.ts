export function load() {
  return 1;
}
export const other = () => 2;
