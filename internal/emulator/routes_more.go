package emulator

// moreRoutes are the operations beyond reading users and the instance.
func moreRoutes() []route { return nil }
