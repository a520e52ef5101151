import { invoke } from '@forge/bridge';
void invoke('gone');
