-- CreateEnum
CREATE TYPE "user_group" AS ENUM ('teacher', 'student', 'researcher');

-- CreateEnum
CREATE TYPE "enrollment_role" AS ENUM ('teacher', 'student');

-- CreateEnum
CREATE TYPE "plan_type" AS ENUM ('telephone_fixed');

-- CreateEnum
CREATE TYPE "audience" AS ENUM ('everyone', 'members');

-- CreateEnum
CREATE TYPE "grade_kind" AS ENUM ('teacher', 'self');

-- CreateTable
CREATE TABLE "users" (
    "id" SERIAL NOT NULL,
    "username" TEXT NOT NULL,
    "email" TEXT NOT NULL DEFAULT '',
    "name" TEXT NOT NULL DEFAULT '',
    "grade" TEXT NOT NULL DEFAULT '',
    "external_id" TEXT NOT NULL DEFAULT '',
    "password_hash" TEXT NOT NULL,
    "groups" "user_group"[] DEFAULT ARRAY[]::"user_group"[],
    "is_superuser" BOOLEAN NOT NULL DEFAULT false,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "instrument_id" INTEGER,
    "joined_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_sign_in_at" TIMESTAMPTZ(6),

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" SERIAL NOT NULL,
    "token_hash" CHAR(64) NOT NULL,
    "user_id" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invitations" (
    "id" SERIAL NOT NULL,
    "email" TEXT NOT NULL,
    "token_hash" CHAR(64) NOT NULL,
    "inviter_id" INTEGER,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "accepted_at" TIMESTAMPTZ(6),
    "invitee_id" INTEGER,

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "courses" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "owner_id" INTEGER,
    "start_date" DATE NOT NULL,
    "end_date" DATE NOT NULL,
    "can_edit_instruments" BOOLEAN NOT NULL DEFAULT false,
    "archived_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "courses_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "enrollments" (
    "id" SERIAL NOT NULL,
    "user_id" INTEGER NOT NULL,
    "course_id" INTEGER NOT NULL,
    "role" "enrollment_role" NOT NULL,
    "instrument_id" INTEGER,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "enrollments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "transpositions" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "transpositions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "instruments" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "transposition_id" INTEGER NOT NULL,
    "midi_program_number" INTEGER NOT NULL,

    CONSTRAINT "instruments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ensemble_types" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "ensemble_types_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "composers" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "composers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "part_types" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "part_types_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pieces" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "composer_id" INTEGER,
    "ensemble_type_id" INTEGER NOT NULL,
    "video" TEXT NOT NULL DEFAULT '',
    "audio" TEXT NOT NULL DEFAULT '',
    "accompaniment" TEXT NOT NULL DEFAULT '',
    "date_composed" DATE,

    CONSTRAINT "pieces_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "parts" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "piece_id" INTEGER NOT NULL,
    "part_type_id" INTEGER NOT NULL,
    "sample_audio" TEXT NOT NULL DEFAULT '',
    "chord_scale_pattern" JSONB,

    CONSTRAINT "parts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "part_transpositions" (
    "id" SERIAL NOT NULL,
    "part_id" INTEGER NOT NULL,
    "transposition_id" INTEGER NOT NULL,
    "notation" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "part_transpositions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "part_instrument_samples" (
    "id" SERIAL NOT NULL,
    "part_id" INTEGER NOT NULL,
    "instrument_id" INTEGER NOT NULL,
    "sample_audio" TEXT NOT NULL,

    CONSTRAINT "part_instrument_samples_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "activity_categories" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "activity_categories_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "activity_types" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "category_id" INTEGER NOT NULL,

    CONSTRAINT "activity_types_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "activities" (
    "id" SERIAL NOT NULL,
    "activity_type_id" INTEGER NOT NULL,
    "part_type_id" INTEGER,
    "body" TEXT NOT NULL,
    "number_of_submissions" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "activities_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "piece_plans" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "piece_id" INTEGER NOT NULL,
    "type" "plan_type",
    "created_by_id" INTEGER,

    CONSTRAINT "piece_plans_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "planned_activities" (
    "id" SERIAL NOT NULL,
    "piece_plan_id" INTEGER NOT NULL,
    "activity_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "planned_activities_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "curricula" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "ordered" BOOLEAN NOT NULL DEFAULT false,
    "course_id" INTEGER NOT NULL,

    CONSTRAINT "curricula_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "curriculum_entries" (
    "id" SERIAL NOT NULL,
    "curriculum_id" INTEGER NOT NULL,
    "piece_plan_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "curriculum_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "course_assignments" (
    "id" SERIAL NOT NULL,
    "course_id" INTEGER NOT NULL,
    "activity_id" INTEGER NOT NULL,
    "piece_id" INTEGER NOT NULL,
    "piece_plan_id" INTEGER,
    "position" INTEGER,
    "instrument_id" INTEGER,
    "deadline" DATE,
    "audience" "audience" NOT NULL DEFAULT 'everyone',
    "archived_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "course_assignments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "assignment_groups" (
    "id" SERIAL NOT NULL,
    "type" "plan_type" NOT NULL,

    CONSTRAINT "assignment_groups_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "group_assignments" (
    "id" SERIAL NOT NULL,
    "group_id" INTEGER NOT NULL,
    "enrollment_id" INTEGER NOT NULL,
    "course_assignment_id" INTEGER NOT NULL,

    CONSTRAINT "group_assignments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "assignment_overrides" (
    "id" SERIAL NOT NULL,
    "course_assignment_id" INTEGER NOT NULL,
    "enrollment_id" INTEGER NOT NULL,
    "instrument_id" INTEGER,
    "deadline" DATE,

    CONSTRAINT "assignment_overrides_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "submissions" (
    "id" SERIAL NOT NULL,
    "course_assignment_id" INTEGER NOT NULL,
    "enrollment_id" INTEGER NOT NULL,
    "instrument_id" INTEGER,
    "part_id" INTEGER,
    "index" INTEGER NOT NULL DEFAULT 0,
    "content" TEXT NOT NULL DEFAULT '',
    "submitted_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "submissions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "submission_attachments" (
    "id" SERIAL NOT NULL,
    "submission_id" INTEGER NOT NULL,
    "file" TEXT NOT NULL,
    "content_type" TEXT NOT NULL DEFAULT '',
    "size_bytes" BIGINT,
    "sha256" CHAR(64),
    "submitted_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "submission_attachments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "grades" (
    "id" SERIAL NOT NULL,
    "submission_id" INTEGER NOT NULL,
    "grader_id" INTEGER NOT NULL,
    "kind" "grade_kind" NOT NULL,
    "rhythm" DOUBLE PRECISION,
    "tone" DOUBLE PRECISION,
    "expression" DOUBLE PRECISION,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "grades_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "activity_progress" (
    "id" SERIAL NOT NULL,
    "course_assignment_id" INTEGER NOT NULL,
    "enrollment_id" INTEGER NOT NULL,
    "current_step" INTEGER NOT NULL DEFAULT 1,
    "step_completions" JSONB NOT NULL DEFAULT '{}',
    "question_responses" JSONB NOT NULL DEFAULT '{}',
    "participant_email" TEXT,
    "current_audio_url" TEXT,
    "audio_edit_history" JSONB NOT NULL DEFAULT '[]',
    "audio_metadata" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "activity_progress_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "activity_events" (
    "id" SERIAL NOT NULL,
    "progress_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "step" INTEGER NOT NULL,
    "operation" TEXT NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "activity_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "instrument_configs" (
    "id" SERIAL NOT NULL,
    "user_id" INTEGER,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "file" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "instrument_configs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_id" INTEGER,
    "actor_kind" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_ids" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "course_id" INTEGER,
    "data" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_username_key" ON "users"("username");

-- CreateIndex
CREATE INDEX "users_instrument_id_idx" ON "users"("instrument_id");

-- CreateIndex
CREATE UNIQUE INDEX "sessions_token_hash_key" ON "sessions"("token_hash");

-- CreateIndex
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");

-- CreateIndex
CREATE INDEX "sessions_expires_at_idx" ON "sessions"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "invitations_token_hash_key" ON "invitations"("token_hash");

-- CreateIndex
CREATE INDEX "invitations_inviter_id_idx" ON "invitations"("inviter_id");

-- CreateIndex
CREATE INDEX "invitations_invitee_id_idx" ON "invitations"("invitee_id");

-- CreateIndex
CREATE UNIQUE INDEX "courses_slug_key" ON "courses"("slug");

-- CreateIndex
CREATE INDEX "courses_owner_id_idx" ON "courses"("owner_id");

-- CreateIndex
CREATE INDEX "enrollments_course_id_role_idx" ON "enrollments"("course_id", "role");

-- CreateIndex
CREATE INDEX "enrollments_instrument_id_idx" ON "enrollments"("instrument_id");

-- CreateIndex
CREATE UNIQUE INDEX "enrollments_user_id_course_id_key" ON "enrollments"("user_id", "course_id");

-- CreateIndex
CREATE UNIQUE INDEX "transpositions_name_key" ON "transpositions"("name");

-- CreateIndex
CREATE UNIQUE INDEX "instruments_name_key" ON "instruments"("name");

-- CreateIndex
CREATE INDEX "instruments_transposition_id_idx" ON "instruments"("transposition_id");

-- CreateIndex
CREATE UNIQUE INDEX "ensemble_types_name_key" ON "ensemble_types"("name");

-- CreateIndex
CREATE INDEX "composers_name_idx" ON "composers"("name");

-- CreateIndex
CREATE UNIQUE INDEX "part_types_name_key" ON "part_types"("name");

-- CreateIndex
CREATE UNIQUE INDEX "pieces_slug_key" ON "pieces"("slug");

-- CreateIndex
CREATE INDEX "pieces_composer_id_idx" ON "pieces"("composer_id");

-- CreateIndex
CREATE INDEX "pieces_ensemble_type_id_idx" ON "pieces"("ensemble_type_id");

-- CreateIndex
CREATE INDEX "parts_part_type_id_idx" ON "parts"("part_type_id");

-- CreateIndex
CREATE UNIQUE INDEX "parts_piece_id_part_type_id_key" ON "parts"("piece_id", "part_type_id");

-- CreateIndex
CREATE INDEX "part_transpositions_transposition_id_idx" ON "part_transpositions"("transposition_id");

-- CreateIndex
CREATE UNIQUE INDEX "part_transpositions_part_id_transposition_id_key" ON "part_transpositions"("part_id", "transposition_id");

-- CreateIndex
CREATE INDEX "part_instrument_samples_instrument_id_idx" ON "part_instrument_samples"("instrument_id");

-- CreateIndex
CREATE UNIQUE INDEX "part_instrument_samples_part_id_instrument_id_key" ON "part_instrument_samples"("part_id", "instrument_id");

-- CreateIndex
CREATE UNIQUE INDEX "activity_categories_name_key" ON "activity_categories"("name");

-- CreateIndex
CREATE UNIQUE INDEX "activity_types_name_key" ON "activity_types"("name");

-- CreateIndex
CREATE INDEX "activity_types_category_id_idx" ON "activity_types"("category_id");

-- CreateIndex
CREATE INDEX "activities_activity_type_id_idx" ON "activities"("activity_type_id");

-- CreateIndex
CREATE INDEX "activities_part_type_id_idx" ON "activities"("part_type_id");

-- CreateIndex
CREATE INDEX "piece_plans_piece_id_idx" ON "piece_plans"("piece_id");

-- CreateIndex
CREATE INDEX "piece_plans_created_by_id_idx" ON "piece_plans"("created_by_id");

-- CreateIndex
CREATE INDEX "planned_activities_activity_id_idx" ON "planned_activities"("activity_id");

-- CreateIndex
CREATE UNIQUE INDEX "planned_activities_piece_plan_id_activity_id_key" ON "planned_activities"("piece_plan_id", "activity_id");

-- CreateIndex
CREATE UNIQUE INDEX "planned_activities_piece_plan_id_position_key" ON "planned_activities"("piece_plan_id", "position");

-- CreateIndex
CREATE INDEX "curricula_course_id_idx" ON "curricula"("course_id");

-- CreateIndex
CREATE INDEX "curriculum_entries_piece_plan_id_idx" ON "curriculum_entries"("piece_plan_id");

-- CreateIndex
CREATE UNIQUE INDEX "curriculum_entries_curriculum_id_piece_plan_id_key" ON "curriculum_entries"("curriculum_id", "piece_plan_id");

-- CreateIndex
CREATE UNIQUE INDEX "curriculum_entries_curriculum_id_position_key" ON "curriculum_entries"("curriculum_id", "position");

-- CreateIndex
CREATE INDEX "course_assignments_activity_id_idx" ON "course_assignments"("activity_id");

-- CreateIndex
CREATE INDEX "course_assignments_piece_id_idx" ON "course_assignments"("piece_id");

-- CreateIndex
CREATE INDEX "course_assignments_piece_plan_id_idx" ON "course_assignments"("piece_plan_id");

-- CreateIndex
CREATE INDEX "course_assignments_instrument_id_idx" ON "course_assignments"("instrument_id");

-- CreateIndex
CREATE UNIQUE INDEX "course_assignments_course_id_activity_id_piece_id_key" ON "course_assignments"("course_id", "activity_id", "piece_id");

-- CreateIndex
CREATE INDEX "group_assignments_course_assignment_id_idx" ON "group_assignments"("course_assignment_id");

-- CreateIndex
CREATE UNIQUE INDEX "group_assignments_enrollment_id_course_assignment_id_key" ON "group_assignments"("enrollment_id", "course_assignment_id");

-- CreateIndex
CREATE UNIQUE INDEX "group_assignments_group_id_course_assignment_id_key" ON "group_assignments"("group_id", "course_assignment_id");

-- CreateIndex
CREATE INDEX "assignment_overrides_enrollment_id_idx" ON "assignment_overrides"("enrollment_id");

-- CreateIndex
CREATE INDEX "assignment_overrides_instrument_id_idx" ON "assignment_overrides"("instrument_id");

-- CreateIndex
CREATE UNIQUE INDEX "assignment_overrides_course_assignment_id_enrollment_id_key" ON "assignment_overrides"("course_assignment_id", "enrollment_id");

-- CreateIndex
CREATE INDEX "submissions_course_assignment_id_enrollment_id_submitted_at_idx" ON "submissions"("course_assignment_id", "enrollment_id", "submitted_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "submissions_enrollment_id_idx" ON "submissions"("enrollment_id");

-- CreateIndex
CREATE INDEX "submissions_instrument_id_idx" ON "submissions"("instrument_id");

-- CreateIndex
CREATE INDEX "submissions_part_id_idx" ON "submissions"("part_id");

-- CreateIndex
CREATE INDEX "submission_attachments_submission_id_idx" ON "submission_attachments"("submission_id");

-- CreateIndex
CREATE INDEX "grades_submission_id_kind_created_at_id_idx" ON "grades"("submission_id", "kind", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "grades_grader_id_idx" ON "grades"("grader_id");

-- CreateIndex
CREATE INDEX "activity_progress_enrollment_id_idx" ON "activity_progress"("enrollment_id");

-- CreateIndex
CREATE UNIQUE INDEX "activity_progress_course_assignment_id_enrollment_id_key" ON "activity_progress"("course_assignment_id", "enrollment_id");

-- CreateIndex
CREATE INDEX "activity_events_progress_id_id_idx" ON "activity_events"("progress_id", "id");

-- CreateIndex
CREATE INDEX "instrument_configs_user_id_idx" ON "instrument_configs"("user_id");

-- CreateIndex
CREATE INDEX "audit_entries_actor_id_at_idx" ON "audit_entries"("actor_id", "at");

-- CreateIndex
CREATE INDEX "audit_entries_course_id_at_idx" ON "audit_entries"("course_id", "at");

-- CreateIndex
CREATE INDEX "audit_entries_action_at_idx" ON "audit_entries"("action", "at");

-- CreateIndex
CREATE INDEX "audit_entries_at_idx" ON "audit_entries"("at");

-- AddForeignKey
ALTER TABLE "users" ADD CONSTRAINT "users_instrument_id_fkey" FOREIGN KEY ("instrument_id") REFERENCES "instruments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_inviter_id_fkey" FOREIGN KEY ("inviter_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_invitee_id_fkey" FOREIGN KEY ("invitee_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "courses" ADD CONSTRAINT "courses_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "enrollments" ADD CONSTRAINT "enrollments_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "enrollments" ADD CONSTRAINT "enrollments_course_id_fkey" FOREIGN KEY ("course_id") REFERENCES "courses"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "enrollments" ADD CONSTRAINT "enrollments_instrument_id_fkey" FOREIGN KEY ("instrument_id") REFERENCES "instruments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "instruments" ADD CONSTRAINT "instruments_transposition_id_fkey" FOREIGN KEY ("transposition_id") REFERENCES "transpositions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pieces" ADD CONSTRAINT "pieces_composer_id_fkey" FOREIGN KEY ("composer_id") REFERENCES "composers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pieces" ADD CONSTRAINT "pieces_ensemble_type_id_fkey" FOREIGN KEY ("ensemble_type_id") REFERENCES "ensemble_types"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "parts" ADD CONSTRAINT "parts_piece_id_fkey" FOREIGN KEY ("piece_id") REFERENCES "pieces"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "parts" ADD CONSTRAINT "parts_part_type_id_fkey" FOREIGN KEY ("part_type_id") REFERENCES "part_types"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "part_transpositions" ADD CONSTRAINT "part_transpositions_part_id_fkey" FOREIGN KEY ("part_id") REFERENCES "parts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "part_transpositions" ADD CONSTRAINT "part_transpositions_transposition_id_fkey" FOREIGN KEY ("transposition_id") REFERENCES "transpositions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "part_instrument_samples" ADD CONSTRAINT "part_instrument_samples_part_id_fkey" FOREIGN KEY ("part_id") REFERENCES "parts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "part_instrument_samples" ADD CONSTRAINT "part_instrument_samples_instrument_id_fkey" FOREIGN KEY ("instrument_id") REFERENCES "instruments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activity_types" ADD CONSTRAINT "activity_types_category_id_fkey" FOREIGN KEY ("category_id") REFERENCES "activity_categories"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activities" ADD CONSTRAINT "activities_activity_type_id_fkey" FOREIGN KEY ("activity_type_id") REFERENCES "activity_types"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activities" ADD CONSTRAINT "activities_part_type_id_fkey" FOREIGN KEY ("part_type_id") REFERENCES "part_types"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "piece_plans" ADD CONSTRAINT "piece_plans_piece_id_fkey" FOREIGN KEY ("piece_id") REFERENCES "pieces"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "piece_plans" ADD CONSTRAINT "piece_plans_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "planned_activities" ADD CONSTRAINT "planned_activities_piece_plan_id_fkey" FOREIGN KEY ("piece_plan_id") REFERENCES "piece_plans"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "planned_activities" ADD CONSTRAINT "planned_activities_activity_id_fkey" FOREIGN KEY ("activity_id") REFERENCES "activities"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "curricula" ADD CONSTRAINT "curricula_course_id_fkey" FOREIGN KEY ("course_id") REFERENCES "courses"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "curriculum_entries" ADD CONSTRAINT "curriculum_entries_curriculum_id_fkey" FOREIGN KEY ("curriculum_id") REFERENCES "curricula"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "curriculum_entries" ADD CONSTRAINT "curriculum_entries_piece_plan_id_fkey" FOREIGN KEY ("piece_plan_id") REFERENCES "piece_plans"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "course_assignments" ADD CONSTRAINT "course_assignments_course_id_fkey" FOREIGN KEY ("course_id") REFERENCES "courses"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "course_assignments" ADD CONSTRAINT "course_assignments_activity_id_fkey" FOREIGN KEY ("activity_id") REFERENCES "activities"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "course_assignments" ADD CONSTRAINT "course_assignments_piece_id_fkey" FOREIGN KEY ("piece_id") REFERENCES "pieces"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "course_assignments" ADD CONSTRAINT "course_assignments_piece_plan_id_fkey" FOREIGN KEY ("piece_plan_id") REFERENCES "piece_plans"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "course_assignments" ADD CONSTRAINT "course_assignments_instrument_id_fkey" FOREIGN KEY ("instrument_id") REFERENCES "instruments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_assignments" ADD CONSTRAINT "group_assignments_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "assignment_groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_assignments" ADD CONSTRAINT "group_assignments_enrollment_id_fkey" FOREIGN KEY ("enrollment_id") REFERENCES "enrollments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_assignments" ADD CONSTRAINT "group_assignments_course_assignment_id_fkey" FOREIGN KEY ("course_assignment_id") REFERENCES "course_assignments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assignment_overrides" ADD CONSTRAINT "assignment_overrides_course_assignment_id_fkey" FOREIGN KEY ("course_assignment_id") REFERENCES "course_assignments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assignment_overrides" ADD CONSTRAINT "assignment_overrides_enrollment_id_fkey" FOREIGN KEY ("enrollment_id") REFERENCES "enrollments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assignment_overrides" ADD CONSTRAINT "assignment_overrides_instrument_id_fkey" FOREIGN KEY ("instrument_id") REFERENCES "instruments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_course_assignment_id_fkey" FOREIGN KEY ("course_assignment_id") REFERENCES "course_assignments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_enrollment_id_fkey" FOREIGN KEY ("enrollment_id") REFERENCES "enrollments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_instrument_id_fkey" FOREIGN KEY ("instrument_id") REFERENCES "instruments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_part_id_fkey" FOREIGN KEY ("part_id") REFERENCES "parts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "submission_attachments" ADD CONSTRAINT "submission_attachments_submission_id_fkey" FOREIGN KEY ("submission_id") REFERENCES "submissions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grades" ADD CONSTRAINT "grades_submission_id_fkey" FOREIGN KEY ("submission_id") REFERENCES "submissions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grades" ADD CONSTRAINT "grades_grader_id_fkey" FOREIGN KEY ("grader_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activity_progress" ADD CONSTRAINT "activity_progress_course_assignment_id_fkey" FOREIGN KEY ("course_assignment_id") REFERENCES "course_assignments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activity_progress" ADD CONSTRAINT "activity_progress_enrollment_id_fkey" FOREIGN KEY ("enrollment_id") REFERENCES "enrollments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activity_events" ADD CONSTRAINT "activity_events_progress_id_fkey" FOREIGN KEY ("progress_id") REFERENCES "activity_progress"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "instrument_configs" ADD CONSTRAINT "instrument_configs_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_entries" ADD CONSTRAINT "audit_entries_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_entries" ADD CONSTRAINT "audit_entries_course_id_fkey" FOREIGN KEY ("course_id") REFERENCES "courses"("id") ON DELETE SET NULL ON UPDATE CASCADE;


-- ── Written by hand: what the Prisma schema cannot say. Listed in prisma/hand-written.ts ──────────

-- Rules that hold whoever writes: this program, another one, or a person with psql.
ALTER TABLE "users" ADD CONSTRAINT "users_username_check" CHECK ("username" <> '');
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_token_hash_check" CHECK ("token_hash" ~ '^[0-9a-f]{64}$');
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_token_hash_check" CHECK ("token_hash" ~ '^[0-9a-f]{64}$');
ALTER TABLE "courses" ADD CONSTRAINT "courses_slug_check" CHECK ("slug" <> '');
ALTER TABLE "courses" ADD CONSTRAINT "courses_dates_check" CHECK ("end_date" >= "start_date");
ALTER TABLE "instruments" ADD CONSTRAINT "instruments_midi_program_number_check" CHECK ("midi_program_number" BETWEEN 1 AND 128);
ALTER TABLE "pieces" ADD CONSTRAINT "pieces_slug_check" CHECK ("slug" <> '');
ALTER TABLE "parts" ADD CONSTRAINT "parts_chord_scale_pattern_check" CHECK (jsonb_typeof("chord_scale_pattern") IN ('array', 'null'));
ALTER TABLE "activities" ADD CONSTRAINT "activities_number_of_submissions_check" CHECK ("number_of_submissions" >= 0);
ALTER TABLE "planned_activities" ADD CONSTRAINT "planned_activities_position_check" CHECK ("position" >= 1);
ALTER TABLE "curriculum_entries" ADD CONSTRAINT "curriculum_entries_position_check" CHECK ("position" >= 1);
ALTER TABLE "course_assignments" ADD CONSTRAINT "course_assignments_position_check" CHECK ("position" >= 1);
ALTER TABLE "assignment_overrides" ADD CONSTRAINT "assignment_overrides_something_check" CHECK (num_nonnulls("instrument_id", "deadline") >= 1);
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_index_check" CHECK ("index" >= 0);
ALTER TABLE "submission_attachments" ADD CONSTRAINT "submission_attachments_file_check" CHECK ("file" <> '');
ALTER TABLE "submission_attachments" ADD CONSTRAINT "submission_attachments_size_bytes_check" CHECK ("size_bytes" >= 0);
ALTER TABLE "submission_attachments" ADD CONSTRAINT "submission_attachments_sha256_check" CHECK ("sha256" ~ '^[0-9a-f]{64}$');
-- Quarter steps from 1 to 5: a double holds them exactly.
ALTER TABLE "grades" ADD CONSTRAINT "grades_rhythm_check" CHECK ("rhythm" BETWEEN 1 AND 5 AND "rhythm" * 4 = floor("rhythm" * 4));
ALTER TABLE "grades" ADD CONSTRAINT "grades_tone_check" CHECK ("tone" BETWEEN 1 AND 5 AND "tone" * 4 = floor("tone" * 4));
ALTER TABLE "grades" ADD CONSTRAINT "grades_expression_check" CHECK ("expression" BETWEEN 1 AND 5 AND "expression" * 4 = floor("expression" * 4));
ALTER TABLE "activity_progress" ADD CONSTRAINT "activity_progress_current_step_check" CHECK ("current_step" BETWEEN 1 AND 4);
ALTER TABLE "activity_progress" ADD CONSTRAINT "activity_progress_step_completions_check" CHECK (jsonb_typeof("step_completions") = 'object');
ALTER TABLE "activity_progress" ADD CONSTRAINT "activity_progress_question_responses_check" CHECK (jsonb_typeof("question_responses") = 'object');
ALTER TABLE "activity_events" ADD CONSTRAINT "activity_events_step_check" CHECK ("step" >= 0);

-- Two people share no e-mail address, however it is capitalized; most students have none.
CREATE UNIQUE INDEX "users_email_lower_key" ON "users" (lower("email")) WHERE "email" <> '';
-- One open invitation per address.
CREATE UNIQUE INDEX "invitations_open_email_key" ON "invitations" (lower("email")) WHERE "accepted_at" IS NULL;
-- Every list of a course reads its live assignments.
CREATE INDEX "course_assignments_live_idx" ON "course_assignments" ("course_id", "piece_id") WHERE "archived_at" IS NULL;
