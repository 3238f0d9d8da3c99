package emulator

// instanceRoutes are the operations about the instance.
func instanceRoutes() []route { return nil }

// restrictions are the instance's sign-up restrictions.
type restrictions struct{}
