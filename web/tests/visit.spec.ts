import { expect, expectAccessible, test } from "./support/demo";

test("a visitor gets to a filled home by one click", async ({ demo }) => {
  await expect(demo.getByRole("heading", { name: "Home" })).toBeVisible();
  await expectAccessible(demo);
});
