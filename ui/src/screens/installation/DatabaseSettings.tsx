import { useQuery } from "@tanstack/react-query";
import { answer, api } from "../../api/client";
import { messageOf } from "../../api/problem";
import { databaseKey } from "../../api/queries";
import { useDatabase } from "../../app/session";
import { NavigationBar } from "../../modules/NavigationBar";
import { Complaint } from "../../parts/Complaint";
import { Progress } from "../../parts/Progress";
import { OptionsForm } from "./OptionsForm";

/** The settings of one database. */
export default function DatabaseSettings() {
  const { id, name } = useDatabase();
  const params = { path: { database: id } };
  const { data, error, isFetchedAfterMount } = useQuery({
    queryKey: [...databaseKey(id), "settings"],
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: "always",
    queryFn: ({ signal }) => answer(api.GET("/databases/{database}/settings", { params, signal })),
  });
  return (
    <div className="page">
      <NavigationBar crumbs={[{ title: `Settings of ${name}` }]} />
      <div className="page-body">
        {error && <Complaint text={messageOf(error)} />}
        {!isFetchedAfterMount && !error && <Progress label="Loading the settings" />}
        {data && isFetchedAfterMount && (
          <OptionsForm
            key={id}
            options={data}
            onSave={(body) => answer(api.PATCH("/databases/{database}/settings", { params, body }))}
          />
        )}
      </div>
    </div>
  );
}
