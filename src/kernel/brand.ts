declare const brand: unique symbol

/** A nominal type: a plain value that passed one particular check and no other. */
export type Brand<Value, Name extends string> = Value & { readonly [brand]: Name }
