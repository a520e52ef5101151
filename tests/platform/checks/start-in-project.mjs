// Runs before each test file: a test reads ./manifest.yml, and Vitest starts all its processes in one folder.
import process from 'node:process';

process.chdir(process.env.PROJECT_UNDER_TEST);
