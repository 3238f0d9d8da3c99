// Command usher is a terminal dashboard for the users of a Clerk application.
package main

import (
	"os"

	"usher/internal/cli"
)

// version is stamped by the linker.
var version = "dev"

func main() {
	os.Exit(cli.Execute(version))
}
