export * from '@forge/bridge';
