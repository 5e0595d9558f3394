#!/usr/bin/env node
import { main } from './cli/main.js';

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`rxmon: something went wrong that should not have: ${String(error)}\n`);
  process.exitCode = 1;
}
