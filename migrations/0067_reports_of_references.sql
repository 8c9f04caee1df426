-- A report names the notifications of a case and how each stands. Reports that people made in the
-- workbench, and executors on their visits, kept the whole notification with it, for executors with
-- its sealed identity, which has to go when its own term is over. What does not belong there goes now;
-- what was reported stays as it was.
ALTER TABLE outcome NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
UPDATE outcome AS o
   SET report = jsonb_set(o.report, '{notifications}', (
         SELECT coalesce(jsonb_agg(jsonb_build_object(
                  'creditorId', n.one -> 'creditorId',
                  'notificationId', n.one -> 'notificationId',
                  'status', n.one -> 'status') ORDER BY n.at), '[]'::jsonb)
           FROM jsonb_array_elements(o.report -> 'notifications') WITH ORDINALITY AS n (one, at)))
 WHERE jsonb_path_exists(o.report, '$.notifications[*].sealedIdentity');
--> statement-breakpoint
ALTER TABLE outcome FORCE ROW LEVEL SECURITY;
