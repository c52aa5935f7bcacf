// Loaded by node before firebase-tools. The Auth emulator compiles a validator for every parameter
// and every body of its API when it starts, which takes most of its start; this lets exegesis, which
// makes the validators, compile each when a request first needs it.
"use strict";

const exegesis = require("exegesis-express");

const { middleware } = exegesis;
exegesis.middleware = (api, options, done) =>
  middleware(api, { ...options, lazyCompileValidationSchemas: true }, done);
