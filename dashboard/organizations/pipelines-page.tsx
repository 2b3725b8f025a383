import { useSuspenseQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'

import { Button } from '../ui/button.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { PipelineForm } from './pipeline-form.tsx'
import { pipelinesQuery } from './queries.ts'
import { texts } from './texts.ts'

export function PipelinesPage() {
  const { data: pipelines } = useSuspenseQuery(pipelinesQuery)
  const [isAdding, setIsAdding] = useState(false)
  return (
    <>
      <PageHeader
        title={texts.pipelines}
        description={texts.pipelinesAbout}
        actions={
          !isAdding && (
            <Button variant="primary" icon={<Plus className="size-4" />} onClick={() => setIsAdding(true)}>
              {texts.addPipeline}
            </Button>
          )
        }
      />
      <div className="flex flex-col gap-6">
        {isAdding && <PipelineForm onClose={() => setIsAdding(false)} />}
        {pipelines.map((pipeline) => (
          <PipelineForm key={pipeline._id} pipeline={pipeline} />
        ))}
      </div>
    </>
  )
}
