import { randomUUID } from 'node:crypto'
import { HubConnection, readPartyFolder, RefusedError } from 'vroegsignaal/client'

/** A day some days ago, as 2026-09-10. */
const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)

// The folder holds hub.json, ca.pem, and certificate and key for transport and for signing.
const hub = new HubConnection(readPartyFolder(process.argv[2] ?? '.'))
try {
  // Keep what comes back: the same bytes may be sent as often as needed, and get the same receipt.
  const batch = hub.signBatch(randomUUID(), [
    {
      notificationId: randomUUID(),
      creditorId: '00000099000000001000',
      municipalityCode: '0034',
      sector: 'RENT',
      kind: 'EARLY',
      crisis: false,
      arrearsCents: 164250,
      oldestDueOn: ago(60),
      reportedOn: ago(0),
      person: { initials: 'F.', prefix: 'van', surname: 'Voorbeeld' },
      address: { street: 'Fictielaan', postcode: '1315ZZ', houseNumber: 12, city: 'Almere' },
      email: ['f.van.voorbeeld@post.example'],
      attestations: {
        personalContactOn: ago(20),
        pointedToDebtHelpOn: ago(20),
        writtenRemindersSent: 3,
        offeredToShareOn: ago(14),
        noObjection: true,
        currentCustomer: true,
        noRunningArrangement: true,
        naturalPerson: true,
      },
    },
  ])
  // Checks the signature of the hub, and that the receipt is for these very bytes.
  const { document: receipt } = await hub.submit(batch)
  console.log(receipt.counts)
} catch (error) {
  if (!(error instanceof RefusedError)) throw error
  console.error(error.code, error.message)
  process.exitCode = 1
} finally {
  await hub.close()
}
