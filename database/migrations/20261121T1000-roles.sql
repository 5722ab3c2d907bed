-- Three roles share the work. The owner migrates and owns; the tenant role serves whatever carries a credential and is
-- held by row-level security; the engine role serves the few modules that work across tenants and carries the tenant in
-- every key. Roles belong to the whole cluster, so a second database finds them already there.
DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['pitwall_owner', 'pitwall_tenant', 'pitwall_engine'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL;
      END;
    END IF;
  END LOOP;
  EXECUTE format('GRANT CREATE, TEMPORARY ON DATABASE %I TO pitwall_owner', current_database());
  EXECUTE 'GRANT USAGE, CREATE ON SCHEMA public TO pitwall_owner';
  EXECUTE 'GRANT USAGE ON SCHEMA public TO pitwall_tenant, pitwall_engine';
END
$$;
