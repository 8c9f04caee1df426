-- What is handed to a resident is about nobody else: two people of one name and first initial at one
-- house number are one to the log, and are told apart by what notifications are matched by. Both
-- columns are pseudonyms; the officer already reads the other one.
GRANT SELECT (addition_pseudonym) ON notification TO vroegsignaal_officer;
