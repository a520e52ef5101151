export * as bridge from '@forge/bridge';
