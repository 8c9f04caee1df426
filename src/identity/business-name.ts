/** Legal forms and words that hardly occur in a resident's name. */
const LEGAL_FORM =
  /\b(?:b\.?v|n\.?v|v\.?o\.?f|c\.?v|u\.?a)\.?(?=\s|$)|\b(?:stichting|vereniging|holding|co[oö]peratie|maatschap|beheer|eenmanszaak|ltd|gmbh|bvba)\b/iu

/**
 * Whether a surname looks like the name of a business. A hint for the creditor and for who visits,
 * never a reason to refuse: sole traders are residents, and some family names look odd.
 */
export function suspectsBusiness(surname: string): boolean {
  return LEGAL_FORM.test(surname)
}
