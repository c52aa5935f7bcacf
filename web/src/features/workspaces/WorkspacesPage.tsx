import { useLocation } from "wouter";

import { WorkspaceList } from "./WorkspaceList";
import { WorkspaceOne } from "./WorkspaceOne";

export default function WorkspacesPage() {
  const [address] = useLocation();
  const id = /^\/workspaces\/([0-9A-Za-z]+)$/.exec(address)?.[1];
  return id ? <WorkspaceOne key={id} id={id} /> : <WorkspaceList />;
}
