import { useEffect } from "react";
import { useStore } from "../base/store";
import { Button } from "./Button";
import { Icon } from "./Icon";
import { dismiss, type Message, messages } from "./messages";

const shownFor = 8_000; // ms, for good news; bad news stays until it was read

export function Messages() {
  const list = useStore(messages);
  return (
    <section className="messages" aria-label="Messages" aria-live="polite" aria-relevant="additions">
      {list.map((message) => (
        <Note key={message.id} message={message} />
      ))}
    </section>
  );
}

function Note({ message }: { message: Message }) {
  const { id, tone, text } = message;
  useEffect(() => {
    if (tone === "bad") return;
    const timer = setTimeout(() => dismiss(id), shownFor);
    return () => clearTimeout(timer);
  }, [id, tone]);
  return (
    <div className={`message ${tone}`}>
      <Icon name={tone === "good" ? "check" : "warning"} />
      <p>{text}</p>
      <Button look="quiet" icon="close" aria-label="Dismiss" onPress={() => dismiss(id)} />
    </div>
  );
}
