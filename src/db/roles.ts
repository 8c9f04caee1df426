/**
 * The group roles a transaction can act in. They cannot log in; the hub's login role is a member of
 * each and inherits from none, so that a statement outside `inTransaction` may do nothing at all.
 */
export const DB_ROLES = [
  'vroegsignaal_edge',
  'vroegsignaal_intake',
  'vroegsignaal_municipality',
  'vroegsignaal_officer',
  'vroegsignaal_sequencer',
  'vroegsignaal_publisher',
  'vroegsignaal_job',
  'vroegsignaal_admin',
  'vroegsignaal_enrolment',
  'vroegsignaal_backup',
] as const

/** In which role a transaction acts; what each may do is granted by the migrations. */
export type DbRole = (typeof DB_ROLES)[number]

/** The role the running hub logs in as, unless `DATABASE_URL` names another. */
export const HUB_LOGIN = 'vroegsignaal_hub'

/** The role that owns every object and runs the migrations. */
export const OWNER = 'vroegsignaal_owner'
