/** What a log entry says of work that the hub did itself; action, objects, count and trace follow. */
export function byHub(controller: string, role: 'job' | 'operator') {
  return { controller, actor: 'hub', actorKey: null, role, result: 'ALLOW' } as const
}
