import { type FormEvent, useId, useState } from "react";
import { answer, api } from "../../api/client";
import type { Role, User } from "../../api/types";
import { useSession } from "../../app/session";
import { Button } from "../../parts/Button";
import { Complaint } from "../../parts/Complaint";
import { Dialog } from "../../parts/Dialog";
import { CheckField, SelectField, TextField } from "../../parts/form/Field";
import { useForm } from "../../parts/form/useForm";
import { say } from "../../parts/messages";

const roles: readonly { value: Role; text: string }[] = [
  { value: "viewer", text: "Viewer: looks at everything" },
  { value: "operator", text: "Operator: also edits records, previews and runs" },
  { value: "administrator", text: "Administrator: also sets up, connects and manages" },
];

interface Props {
  /** null for a new one. */
  user: User | null;
  onDone: () => void;
  onClose: () => void;
}

/** A new user, or what may be changed of one. */
export function UserDialog({ user, onDone, onClose }: Props) {
  const { databases: known } = useSession();
  const form = useForm();
  const formId = useId();
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>(user?.role ?? "operator");
  const [databases, setDatabases] = useState<number[] | null>(user ? user.databases : null);
  const [password, setPassword] = useState("");
  const [withoutFactor, setWithoutFactor] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const done = await form.send(async () => {
      if (user === null) {
        await answer(api.POST("/users", { body: { name, role, databases, password } }));
        say(`${name} can sign in now.`);
        return;
      }
      const body = {
        role,
        databases,
        ...(password === "" ? {} : { password }),
        ...(withoutFactor ? { second_factor: false } : {}),
      };
      await answer(api.PATCH("/users/{user}", { params: { path: { user: user.name } }, body }));
      say(`Saved. It holds for ${user.name} at once.`);
    });
    if (!done) return;
    onDone();
    onClose();
  };
  const toggle = (id: number, on: boolean) =>
    setDatabases(on ? [...(databases ?? []), id] : (databases ?? []).filter((other) => other !== id));
  return (
    <Dialog
      title={user ? `Change ${user.name}` : "Add a user"}
      size="small"
      onClose={onClose}
      buttons={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form={formId} isPending={form.busy}>
            {user ? "Save" : "Add a user"}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit}>
        {user === null && (
          <TextField
            label="Name"
            value={name}
            onValue={setName}
            error={form.fields.name}
            autoComplete="off"
            required
            autoFocus
          />
        )}
        <SelectField
          label="Role"
          value={role}
          choices={roles}
          error={form.fields.role}
          onValue={(value) => setRole(roles.find((known_role) => known_role.value === value)?.value ?? role)}
        />
        <fieldset>
          <legend>Databases</legend>
          <CheckField
            label="All databases"
            checked={databases === null}
            onChecked={(all) => setDatabases(all ? null : [])}
          />
          {databases !== null &&
            known.map((database) => (
              <CheckField
                key={database.id}
                label={database.name}
                checked={databases.includes(database.id)}
                onChecked={(on) => toggle(database.id, on)}
              />
            ))}
        </fieldset>
        <TextField
          label={user ? "New password" : "Password"}
          type="password"
          autoComplete="new-password"
          value={password}
          onValue={setPassword}
          error={form.fields.password}
          hint={user ? "Empty: it stays as it is. A new one signs the user out everywhere." : "At least 8 characters."}
          required={user === null}
        />
        {user?.second_factor && (
          <CheckField label="Take the second factor off" checked={withoutFactor} onChecked={setWithoutFactor} />
        )}
        <Complaint text={form.problem} />
      </form>
    </Dialog>
  );
}
