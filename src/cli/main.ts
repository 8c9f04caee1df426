#!/usr/bin/env node
import { vroegsignaal } from './program.js'

await vroegsignaal().parseAsync()
