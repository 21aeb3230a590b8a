-- AlterTable
ALTER TABLE "grades" ALTER COLUMN "submission_id" DROP NOT NULL;
