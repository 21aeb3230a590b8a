-- AlterTable
ALTER TABLE "activity_events" ADD COLUMN     "key" UUID;

-- AlterTable
ALTER TABLE "activity_progress" ADD COLUMN     "finished_at" TIMESTAMPTZ(6);

-- CreateIndex
CREATE UNIQUE INDEX "activity_events_progress_id_key_key" ON "activity_events"("progress_id", "key");
