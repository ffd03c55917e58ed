import { Icon } from "./Icon";

/** What went wrong, where it went wrong. Says nothing while all is well; read out when it comes. */
export function Complaint({ text }: { text: string }) {
  return (
    <div role="alert" className="complaint-place">
      {text !== "" && (
        <p className="complaint">
          <Icon name="warning" />
          <span>{text}</span>
        </p>
      )}
    </div>
  );
}
