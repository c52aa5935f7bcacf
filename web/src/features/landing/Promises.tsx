import { FileDown, FileText, Lock, RotateCcw, Sparkles, Zap } from "lucide-react";

import { landingWords } from "../../words/landing";
import { useWords } from "../../words/translated";

const PROMISES = [
  ["exact", Zap],
  ["undoable", RotateCcw],
  ["kept", Sparkles],
  ["apart", Lock],
  ["files", FileText],
  ["leave", FileDown],
] as const;

/** List what the product promises. */
export function Promises() {
  const words = useWords(landingWords);
  return (
    <section aria-labelledby="promises">
      <h2 id="promises" className="landing-subtitle">
        {words.promises}
      </h2>
      <ul className="landing-promises">
        {PROMISES.map(([name, Icon]) => (
          <li key={name} className="card">
            <Icon size={22} aria-hidden color="var(--accent)" />
            <h3>{words[name].title}</h3>
            <p>{words[name].text}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
