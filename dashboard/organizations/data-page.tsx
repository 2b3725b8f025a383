import { useSession } from '../api/session.ts'
import { useMay } from '../api/session.ts'
import { basePath } from '../api/client.ts'
import { buttonClasses } from '../ui/button-classes.ts'
import { FormSection } from '../ui/form-layout.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { OrganizationImport } from './organization-import.tsx'
import { texts } from './texts.ts'

export function DataPage() {
  const { organization } = useSession()
  const may = useMay()
  return (
    <>
      <PageHeader title={texts.data} />
      <div>
        <FormSection title={texts.export} description={texts.exportHint}>
          <a
            href={`${basePath}/api/organizations/${organization._id}/export`}
            download
            className={`${buttonClasses()} self-start`}
          >
            {texts.download}
          </a>
        </FormSection>
        {may('importOrganization') && (
          <FormSection title={texts.import} description={texts.importHint}>
            <OrganizationImport id={organization._id} />
          </FormSection>
        )}
      </div>
    </>
  )
}
