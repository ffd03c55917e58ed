import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { answer, api } from "../../api/client";
import { messageOf } from "../../api/problem";
import { dashboardQuery } from "../../api/queries";
import type { Schedule } from "../../api/types";
import { format } from "../../base/format";
import { Button } from "../../parts/Button";
import { Complaint } from "../../parts/Complaint";
import { Dialog } from "../../parts/Dialog";
import { CheckField, SelectField, TextField } from "../../parts/form/Field";
import { useForm } from "../../parts/form/useForm";
import { say } from "../../parts/messages";
import { Progress } from "../../parts/Progress";
import { goBack } from "../../router/history";

const title = "Constant Contact Auto Update Schedule";
const close = () => goBack("/");

/** Dashboard, System: one time of day for all databases of the installation (R20). */
export default function ScheduleDialog() {
  const { data, error, isFetchedAfterMount } = useQuery({
    queryKey: ["schedule"],
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: "always",
    queryFn: ({ signal }) => answer(api.GET("/schedule", { signal })),
  });
  if (data && isFetchedAfterMount) return <ScheduleForm saved={data} />;
  return (
    <Dialog title={title} size="small" onClose={close}>
      {error ? <Complaint text={messageOf(error)} /> : <Progress label="Loading the schedule" />}
    </Dialog>
  );
}

const usualTime = "02:30";

function ScheduleForm({ saved }: { saved: Schedule }) {
  const client = useQueryClient();
  const form = useForm();
  const formId = useId();
  const [enabled, setEnabled] = useState(saved.enabled);
  const [time, setTime] = useState(saved.time ?? usualTime);
  const [zone, setZone] = useState(saved.time_zone);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const done = await form.send(async () => {
      const now = await answer(api.PUT("/schedule", { body: { enabled, time, time_zone: zone } }));
      say(
        now.next
          ? `Saved. Next scheduled contact updates: ${format.timeIn(now.next.at, now.next.time_zone)}.`
          : "Saved. Scheduled contact updates are off.",
      );
      void client.invalidateQueries({ queryKey: dashboardQuery.queryKey });
    });
    if (done) close();
  };
  return (
    <Dialog
      title={title}
      size="small"
      onClose={close}
      buttons={
        <>
          <Button onPress={close}>Cancel</Button>
          <Button look="primary" type="submit" form={formId} isPending={form.busy}>
            OK
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit}>
        <CheckField label="Enable scheduled contact updates." checked={enabled} onChecked={setEnabled} />
        <TextField
          label="Time of day"
          type="time"
          value={time}
          onValue={setTime}
          error={form.fields.time}
          hint="Each database that is set up runs once a day, one after the other. A time that has passed today means tomorrow."
          required
        />
        <SelectField
          label="Time zone"
          value={zone}
          onValue={setZone}
          error={form.fields.time_zone}
          choices={saved.time_zones.map((name) => ({ value: name, text: name.replaceAll("_", " ") }))}
        />
        <Complaint text={form.problem} />
      </form>
    </Dialog>
  );
}
