import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("territories", "0013_desk_of_administrators"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="authority",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="authority",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="authority",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="organisation",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="organisation",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="organisation",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="authorityevent",
            name="valid_from",
            field=models.DateField(blank=True, null=True, verbose_name="valid from"),
        ),
        migrations.AddField(
            model_name="authorityevent",
            name="valid_to",
            field=models.DateField(blank=True, null=True, verbose_name="valid to, exclusive"),
        ),
        migrations.AddField(
            model_name="organisationevent",
            name="is_active",
            field=models.BooleanField(db_default=True, default=True, verbose_name="active"),
        ),
        migrations.AddField(
            model_name="organisationevent",
            name="name_en",
            field=models.CharField(blank=True, db_default="", max_length=250, verbose_name="name in English"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="authority",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "territories_authorityevent" ("area_id", "categories", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") SELECT new_values."area_id", new_values."categories", new_values."id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."valid_from", new_values."valid_to" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="0798d49c4149a2c4a9dc5c705507ca47b4d766ad",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9199d",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="territories_authority",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="authority",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "territories_authorityevent" ("area_id", "categories", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") SELECT new_values."area_id", new_values."categories", new_values."id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."valid_from", new_values."valid_to" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="7f9c57cd06dc9dfd014066c328d39bfd93934775",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6fabb",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="territories_authority",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="authority",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "territories_authorityevent" ("area_id", "categories", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") SELECT old_values."area_id", old_values."categories", old_values."id", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."valid_from", old_values."valid_to" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="019acd2ef45238d1c5636981f2f18850850b4f08",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2169a",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="territories_authority",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "territories_organisationevent" ("email", "head_approves", "id", "inn", "is_active", "kind", "name", "name_en", "name_key", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "site") SELECT new_values."email", new_values."head_approves", new_values."id", new_values."inn", new_values."is_active", new_values."kind", new_values."name", new_values."name_en", new_values."name_key", new_values."parent_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."phone", new_values."site" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="e8ff2bd8bf4ed9afcc9eb4228da83e8182c6124d",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4e754",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="territories_organisation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "territories_organisationevent" ("email", "head_approves", "id", "inn", "is_active", "kind", "name", "name_en", "name_key", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "site") SELECT new_values."email", new_values."head_approves", new_values."id", new_values."inn", new_values."is_active", new_values."kind", new_values."name", new_values."name_en", new_values."name_key", new_values."parent_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."phone", new_values."site" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="960902b839c5cf68b6b3daa7463b99856a450ece",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3bdc6",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="territories_organisation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "territories_organisationevent" ("email", "head_approves", "id", "inn", "is_active", "kind", "name", "name_en", "name_key", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "site") SELECT old_values."email", old_values."head_approves", old_values."id", old_values."inn", old_values."is_active", old_values."kind", old_values."name", old_values."name_en", old_values."name_key", old_values."parent_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."phone", old_values."site" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="b0755ba8731f5d65d9a26d73bbb3bfe131ace30e",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_59215",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="territories_organisation",
                    when="AFTER",
                ),
            ),
        ),
    ]
