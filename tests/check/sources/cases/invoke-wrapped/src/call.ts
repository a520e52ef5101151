import { invoke } from '@forge/bridge';
export async function call<T>(name: string, payload?: object): Promise<T> {
  return (await invoke(name, payload as never)) as T;
}
