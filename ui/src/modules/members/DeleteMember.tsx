import { useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api } from "../../api/client";
import { dashboardQuery, databaseKey, memberQuery } from "../../api/queries";
import { useDatabase } from "../../app/session";
import { count } from "../../base/format";
import { Confirm } from "../../parts/Confirm";
import { say } from "../../parts/messages";

interface Props {
  id: string;
  onClose: () => void;
  onDone: () => void;
}

export function DeleteMember({ id, onClose, onDone }: Props) {
  const database = useDatabase();
  const client = useQueryClient();
  const member = useQuery(memberQuery(database.id, id));
  if (!member.data) return null;
  const { reps, fields } = member.data;
  const company = fields.company || id;
  const remove = async () => {
    const params = { path: { database: database.id, member_id: id }, query: { with_reps: reps > 0 } };
    await answer(api.DELETE("/databases/{database}/members/{member_id}", { params }));
    say(reps > 0 ? `${company} and ${count(reps, "Rep")} were deleted.` : `${company} was deleted.`);
    onDone();
    void client.invalidateQueries({ queryKey: databaseKey(database.id) });
    void client.invalidateQueries({ queryKey: dashboardQuery.queryKey });
  };
  return (
    <Confirm
      title="Delete Row"
      danger
      action={reps > 0 ? `Delete the Member and ${count(reps, "Rep")}` : "Delete the Member"}
      onClose={onClose}
      onConfirm={remove}
    >
      <p>
        {company} is deleted from this database for good
        {reps > 0 ? `, together with ${reps === 1 ? "its Rep" : `its ${count(reps, "Rep")}`}.` : "."}
      </p>
      {reps > 0 && (
        <p>
          Constant Contact is not touched now. The next update takes Contacts without an active Rep off Active Members;
          it deletes no Contact.
        </p>
      )}
    </Confirm>
  );
}
