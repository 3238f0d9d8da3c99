// Package e2e tests the built binary as a person meets it: on a terminal, with
// keys, against the emulator over HTTP. It holds tests only.
package e2e
