/** Configuration of @hey-api/openapi-ts, which runs in the folder of the client. */
export default {
  input: "openapi.json",
  output: { path: "source", importFileExtension: ".js" },
  plugins: ["@hey-api/client-fetch", "@hey-api/typescript", "@hey-api/sdk"],
};
