-- CreateEnum
CREATE TYPE "removal_kind" AS ENUM ('assignments', 'course', 'enrollment', 'grade', 'instrument_config', 'piece');

-- CreateTable
CREATE TABLE "removals" (
    "id" SERIAL NOT NULL,
    "kind" "removal_kind" NOT NULL,
    "removed_at" TIMESTAMPTZ(6) NOT NULL,
    "actor_id" INTEGER,
    "course_id" INTEGER,
    "owner_id" INTEGER,
    "title" TEXT NOT NULL,
    "contents" JSONB NOT NULL,
    "files" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "restored_at" TIMESTAMPTZ(6),

    CONSTRAINT "removals_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "removals_actor_id_idx" ON "removals"("actor_id");

-- CreateIndex
CREATE INDEX "removals_course_id_id_idx" ON "removals"("course_id", "id");

-- CreateIndex
CREATE INDEX "removals_owner_id_idx" ON "removals"("owner_id");

-- CreateIndex
CREATE INDEX "removals_removed_at_idx" ON "removals"("removed_at");

-- AddForeignKey
ALTER TABLE "removals" ADD CONSTRAINT "removals_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "removals" ADD CONSTRAINT "removals_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "removals" ADD CONSTRAINT "removals_course_id_fkey" FOREIGN KEY ("course_id") REFERENCES "courses"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ── Written by hand: what the Prisma schema cannot say. Listed in prisma/hand-written.ts ──────────

ALTER TABLE "removals" ADD CONSTRAINT "removals_contents_check" CHECK (jsonb_typeof("contents") = 'array');
-- What is in a course says which; the library and configurations are in none.
ALTER TABLE "removals" ADD CONSTRAINT "removals_course_check" CHECK (("course_id" IS NULL) = ("kind" IN ('instrument_config', 'piece')));
