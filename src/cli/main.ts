#!/usr/bin/env node

// Delivering loads what it needs and nothing of the hub: it shall run on an ordinary office computer.
const program =
  process.argv[2] === 'creditor'
    ? (await import('./program-alone.js')).creditorAlone()
    : (await import('./program.js')).vroegsignaal()
await program.parseAsync()
