import { Inbox } from 'lucide-react'
import { Button } from '../button.tsx'
import { Skeleton, SkeletonLines } from '../skeleton.tsx'
import { EmptyState, ErrorState, NoPermission } from '../state.tsx'
import { showToast } from '../toasts.ts'
import { Sample, Samples } from './sample.tsx'

export function StateSamples() {
  return (
    <Samples>
      <Sample name="EmptyState">
        <div className="w-full">
          <EmptyState
            isSmall
            icon={<Inbox />}
            title="Nothing waits for you"
            text="New conversations appear here as they arrive."
            action={<Button>See all conversations</Button>}
          />
        </div>
      </Sample>
      <Sample name="ErrorState">
        <div className="w-full">
          <ErrorState
            isSmall
            text="The server did not answer in time."
            onRetry={() => void showToast({ text: 'Tried again' })}
          />
        </div>
      </Sample>
      <Sample name="NoPermission">
        <div className="w-full">
          <NoPermission isSmall />
        </div>
      </Sample>
      <Sample name="Skeleton, SkeletonLines">
        <div className="flex w-full gap-3 py-4">
          <Skeleton isRound className="size-8" />
          <SkeletonLines className="flex-1" />
        </div>
      </Sample>
    </Samples>
  )
}
