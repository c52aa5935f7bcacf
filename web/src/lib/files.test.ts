import { expect, it } from "vitest";

import { csvOf } from "./files";

it("writes CSV that a spreadsheet reads and does not calculate", () => {
  const rows = [
    ["Name", "Amount"],
    ['The "Shop", Ltd.', "-12.50"],
    ["=HYPERLINK(1)", "+5"],
    ["-cmd", "a\nb"],
  ];
  expect(csvOf(rows)).toBe(
    'Name,Amount\r\n"The ""Shop"", Ltd.",-12.50\r\n\'=HYPERLINK(1),+5\r\n\'-cmd,"a\nb"\r\n',
  );
});
