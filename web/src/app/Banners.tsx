import { Alert } from "@mantine/core";
import { useNetwork } from "@mantine/hooks";
import { WifiOff } from "lucide-react";

import { appWords } from "../words/app";
import { useWords } from "../words/translated";
import { DemoBanner } from "./DemoBanner";

/** Show what concerns every page: no connection, the end of a demo, an address to verify. */
export function Banners() {
  const words = useWords(appWords);
  const { online } = useNetwork();
  return (
    <>
      {online ? null : (
        <Alert mb="md" color="yellow" icon={<WifiOff size={18} />} role="status">
          {words.offline}
        </Alert>
      )}
      <DemoBanner />
    </>
  );
}
