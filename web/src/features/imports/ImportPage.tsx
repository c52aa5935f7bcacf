import { useLocation } from "wouter";

import { ImportDetail } from "./ImportDetail";
import { ImportStart } from "./ImportStart";

export default function ImportPage() {
  const [address] = useLocation();
  const id = /^\/import\/([0-9A-Za-z]+)$/.exec(address)?.[1];
  return id ? <ImportDetail key={id} id={id} /> : <ImportStart />;
}
