import { invoke } from '@forge/bridge';

export const loadTotal = (region: string) => invoke('getTotal', { region });
