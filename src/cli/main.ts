#!/usr/bin/env node
import { keepHeapSmall } from '../heap.js'
import { shielded } from './dashed.js'

// Delivering loads what it needs and nothing of the hub: it shall run on an ordinary office computer.
const isDelivery = process.argv[2] === 'creditor'
if (isDelivery) keepHeapSmall()
const program = isDelivery
  ? (await import('./program-alone.js')).creditorAlone()
  : (await import('./program.js')).vroegsignaal()
await program.parseAsync(shielded(process.argv))
