import { useQuery } from "@tanstack/react-query";
import { answer, api } from "../../api/client";
import { messageOf } from "../../api/problem";
import { Complaint } from "../../parts/Complaint";
import { Progress } from "../../parts/Progress";
import { InstallationPage } from "./InstallationPage";
import { OptionsForm } from "./OptionsForm";

/** The settings of the installation. */
export default function Settings() {
  const { data, error, isFetchedAfterMount } = useQuery({
    queryKey: ["settings"],
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: "always",
    queryFn: ({ signal }) => answer(api.GET("/settings", { signal })),
  });
  return (
    <InstallationPage title="Settings">
      {error && <Complaint text={messageOf(error)} />}
      {!isFetchedAfterMount && !error && <Progress label="Loading the settings" />}
      {data && isFetchedAfterMount && (
        <OptionsForm options={data} onSave={(body) => answer(api.PATCH("/settings", { body }))} />
      )}
    </InstallationPage>
  );
}
