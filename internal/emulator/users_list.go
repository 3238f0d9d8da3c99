package emulator

// userRoutes are the operations that read users.
func userRoutes() []route {
	return []route{
		{"GET /users/{user_id}", (*Server).getUser},
	}
}

func (s *Server) getUser(r *request) (any, *apiError) {
	u, ok := s.store.find(r.id("user_id"))
	if !ok {
		return nil, notFound("user", r.id("user_id"))
	}
	return renderUser(u, s.nowMS()), nil
}
