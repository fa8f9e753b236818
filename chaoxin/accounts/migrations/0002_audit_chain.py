"""The audit trail's chain is made by the database at commit, and its rows cannot be changed.

The deferred trigger takes a lock per workspace only during commit, so that long transactions do not wait for
each other, and numbers have neither gaps nor repeats.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last_number bigint;
    last_hash text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('audit:' || NEW.workspace_id::text, 0));
    SELECT number, hash INTO last_number, last_hash FROM accounts_auditentry
        WHERE workspace_id = NEW.workspace_id AND number IS NOT NULL ORDER BY number DESC LIMIT 1;
    last_number := coalesce(last_number, 0) + 1;
    last_hash := coalesce(last_hash, '');
    PERFORM set_config('chaoxin.audit_chaining', 'on', true);
    UPDATE accounts_auditentry SET
        number = last_number,
        previous_hash = last_hash,
        hash = encode(sha256(convert_to(last_hash || E'\\n' || last_number || E'\\n' || NEW.body, 'UTF8')), 'hex')
        WHERE id = NEW.id;
    PERFORM set_config('chaoxin.audit_chaining', 'off', true);
    RETURN NULL;
END $$;

CREATE FUNCTION audit_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('chaoxin.audit_chaining', true) = 'on' AND OLD.number IS NULL THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'audit entries can neither be changed nor removed';
END $$;

CREATE CONSTRAINT TRIGGER audit_chain AFTER INSERT ON accounts_auditentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_chain();
CREATE TRIGGER audit_immutable BEFORE UPDATE OR DELETE ON accounts_auditentry
    FOR EACH ROW EXECUTE FUNCTION audit_immutable();
"""

BACKWARD = """
DROP TRIGGER audit_immutable ON accounts_auditentry;
DROP TRIGGER audit_chain ON accounts_auditentry;
DROP FUNCTION audit_immutable();
DROP FUNCTION audit_chain();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
