/**
 * Objects of the database that `schema.prisma` cannot say. They stand in the migrations as SQL by hand; the drift test
 * fails for one that is not listed here, for one listed that is not in the database, and for one that refuses nothing.
 */
export const handWrittenChecks = [
  'activities_number_of_submissions_check',
  'activity_events_step_check',
  'activity_progress_current_step_check',
  'activity_progress_question_responses_check',
  'activity_progress_step_completions_check',
  'assignment_overrides_something_check',
  'course_assignments_position_check',
  'courses_dates_check',
  'courses_slug_check',
  'curriculum_entries_position_check',
  'grades_expression_check',
  'grades_rhythm_check',
  'grades_tone_check',
  'instruments_midi_program_number_check',
  'invitations_token_hash_check',
  'parts_chord_scale_pattern_check',
  'pieces_slug_check',
  'password_resets_token_hash_check',
  'planned_activities_position_check',
  'removals_contents_check',
  'removals_course_check',
  'sessions_token_hash_check',
  'submission_attachments_file_check',
  'submission_attachments_sha256_check',
  'submission_attachments_size_bytes_check',
  'submissions_index_check',
  'users_username_check',
] as const

/** The tables of the library: a trigger on each tells of every change (`tell_library`). */
export const libraryTables = [
  'activities',
  'activity_categories',
  'activity_types',
  'composers',
  'ensemble_types',
  'instruments',
  'part_instrument_samples',
  'part_transpositions',
  'part_types',
  'parts',
  'piece_plans',
  'pieces',
  'planned_activities',
  'transpositions',
] as const

export const handWrittenIndexes = [
  'course_assignments_live_idx',
  'invitations_open_email_key',
  'users_email_lower_key',
] as const
