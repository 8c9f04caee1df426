// @peculiar/x509 builds on decorators and refuses to load without this polyfill before it.
import 'reflect-metadata'

/** The X.509 library, loaded in the one order in which it works. */
export * as x509 from '@peculiar/x509'
