package emulator

// moreRoutes are the operations beyond reading users and the instance.
func moreRoutes() []route {
	var all []route
	for _, table := range [][]route{
		listRoutes(), invitationRoutes(), waitlistRoutes(), tokenRoutes(),
	} {
		all = append(all, table...)
	}
	return all
}
