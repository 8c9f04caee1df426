export {
  endAgency,
  endMandate,
  registerAgency,
  registerMandates,
  type NewMandate,
} from './service.js'
